"""Forms in Word: questions in tables, or with room for an answer below."""
