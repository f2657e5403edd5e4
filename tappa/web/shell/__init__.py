"""What all pages stand on: who may enter, how a page is made, the frame around it, messages and errors."""
