//! Python's numbers: integers of any size, float text in both directions, format specifications, math.
