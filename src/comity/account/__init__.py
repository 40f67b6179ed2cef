"""Account: pledges against evidence, and the dates that open or erode consensus."""
