"""What is kept: one SQL database, every word in it sealed with its person's key; rows become entities here."""
