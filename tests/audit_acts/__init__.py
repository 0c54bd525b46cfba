"""What each action of the audit stands for, done once on a stand."""
