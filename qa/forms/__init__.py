"""Forms, such as security questionnaires: their questions answered in the form itself."""
