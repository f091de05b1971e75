"""Skills: folders with a SKILL.md that says what they are for."""
