"""The screens of the app: one module per page, and the parts that pages share."""
