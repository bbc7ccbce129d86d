//! Every limit of the program, in one table.
