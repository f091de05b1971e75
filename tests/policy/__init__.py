"""Tests of policies: who is asked, and what rules say."""
