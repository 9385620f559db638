"""What can be labelled: tasks, classes, attributes, as immutable versions."""
