"""What runs beside requests: the queue, the sequencer and the periodic tasks."""
