"""The gate in front of moto: who asks (SigV4), may they (IAM), and what was used (ledger)."""
