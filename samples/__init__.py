"""Labels drawn by the project, photographed by its camera."""
