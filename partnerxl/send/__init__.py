"""From an assessment to drafts of messages, one for each partner; nothing is ever sent."""
