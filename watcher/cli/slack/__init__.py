"""What helps to set up the Slack app."""
