"""What is said to people: texts in no language, and the languages that they are said in."""
