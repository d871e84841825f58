"""Product photos -> small pictures as a data set holds them: named steps on arrays, made up into recipes."""
