"""Gemini as a coach: one request to understand, one to write a plan; it proposes, the rules dispose.

- `schema`, `lenient`: what Gemini is asked to fill, inside its documented JSON-schema subset, and how it is read
- `prompts`: every word it is told
- `client`, `chat`: the wire: langchain-google-genai, its timeout, no tracing (`untraced`)
- `faults`: Google's families of errors as one
- `calling`: tries and waits of one turn
- `breaker`: a Gemini that hangs is left alone for some minutes
- `allowance`: how many calls are left, for all and for each person
- `heard`, `planned`: what is taken of its answers
- `coach`: the coach itself
"""
