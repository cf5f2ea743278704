"""What people see in a browser: it reads sealed runs and keeps what people do; it computes nothing."""
