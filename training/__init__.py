"""What makes the reader's model and tables; reading itself needs none of it."""
