"""How the program looks: colors, fonts, icons, the style sheet, and the shapes that controls are painted from."""
