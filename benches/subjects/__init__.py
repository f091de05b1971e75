"""What is measured: this package, through its public interface."""
