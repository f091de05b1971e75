"""Tests of threads, turns and the verbs of agents, over a recording connection."""
