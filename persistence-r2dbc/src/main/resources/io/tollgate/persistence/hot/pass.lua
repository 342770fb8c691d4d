-- Passes the fence, and that is all: whoever gets an answer speaks to the run that he means.
return {}
