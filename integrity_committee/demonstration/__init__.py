"""Two made-up committees with twelve made-up cases, made by the same services that real ones use."""
