"""What all parts of the launcher know of the account."""

# moto's own number.
ACCOUNT = "123456789012"

# Loaded before the first request asks for them.
EARLY = ("iam", "kms", "s3", "sns", "cloudwatch")
