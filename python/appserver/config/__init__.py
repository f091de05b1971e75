"""The configuration: its layers, what they say together, and who said it. Nothing here knows a server.

| module | what |
|---|---|
| `kinds`, `structures`, `keys`, `feature_names` | what each key may be, its default and its effect |
| `toml_file` | one file, with the place of everything in it |
| `layers` | layers, their versions, how they merge, the origin of each value |
| `projects` | the root of a project, its trust, its own layers |
| `requirements` | what an administrator allows, and what happens to the rest |
| `loading` | from files and options to the whole configuration |
| `warnings` | what is said about keys that nobody knows |
| `writing` | changes to the user's file that keep its comments |
"""
