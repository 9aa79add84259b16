"""The counter (窗口): a clerk enters a paper form and hands out the receipt."""
