"""Who pays: donors, their programmes, the dated phases of a programme."""
