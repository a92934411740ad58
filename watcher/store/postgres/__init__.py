"""The store on PostgreSQL: for more than one process, and past what one file is good for."""
