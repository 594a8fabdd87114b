"""Work for later, on procrastinate. Only ``tasks.task`` may be used: it opens the scope of the job's organisation."""
