"""How often the program is right: page facts, budget rules and outcomes against labels."""
