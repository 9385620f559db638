"""Pictures as tile pyramids: what the picture data type is made of. The modules with ``pyvips`` run only inside children."""
