"""Moving parts that know no concept of the product."""
