"""The enforced privacy operating note: where pixels go, who sees labels, how releases leave."""
