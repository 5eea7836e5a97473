"""Pictures of progress, drawn with matplotlib. Nothing here is imported before the first picture is asked for.

- `drawing`: `draw`, from a goal to a PNG with its alt text; which kind of picture suits which goal
- `lines`: readings and totals against the plan's line; `days`: an amount each day; `weeks`: the calendar of a habit
- `look`: colours, sizes, and fonts that have every letter they are asked for
"""
