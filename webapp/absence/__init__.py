"""离岗代办: who does one's tasks while one is away."""
