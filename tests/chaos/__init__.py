"""The running bot against everything that goes wrong around it: `make chaos`, and a short form in `make test`."""
