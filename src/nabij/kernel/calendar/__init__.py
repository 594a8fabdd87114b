"""Clock, working time, holidays and statutory terms."""
