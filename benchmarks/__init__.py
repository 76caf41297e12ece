"""Speed and memory beside a peer, printed as ratios; see README.md."""
