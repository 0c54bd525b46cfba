"""Tables as offices really send them."""
