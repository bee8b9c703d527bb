"""The directory as HSDS 3.1 (Human Services Data Specification, Open Referral): rows in, JSON out."""
