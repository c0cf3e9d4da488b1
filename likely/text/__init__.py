"""Language: words, clauses, reasons in free text. Pure; knows no database and no survey."""
