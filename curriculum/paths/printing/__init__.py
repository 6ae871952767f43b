"""Papers of the curriculum: the syllabus of a module version, the brochure of a path version."""
