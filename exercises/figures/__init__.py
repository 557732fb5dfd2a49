"""Line figures: a body, a movement in time, and the picture of it. Standard library only, no Django."""
