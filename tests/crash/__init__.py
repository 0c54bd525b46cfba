"""The running bot killed with SIGKILL at named moments and started again: what people see must not suffer."""
