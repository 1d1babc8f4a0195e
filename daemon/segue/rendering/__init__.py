"""Tables, plots and pages, whatever they show."""
