"""The dialogue over Slack: one command, buttons, dialogs, and the app's home."""
