"""Every channel through one contract, and each platform's own quirks."""
