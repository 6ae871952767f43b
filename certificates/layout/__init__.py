"""Pages, type, seal and QR: the only place that knows ReportLab; `paper` documents reuse its tools."""
