"""Pictures as tile pyramids. What imports ``raster.vips`` runs only inside confined children."""
