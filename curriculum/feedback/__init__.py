"""What officials, trainers, HR and donors say of modules, paths and runs, and what became of it."""
