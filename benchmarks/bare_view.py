"""A page of Streamlit with nothing of ours: benchmarks/dashboard.py measures what it costs."""

import streamlit as st

st.title("公开尺", anchor=False)
for line in range(3):
    st.write(f"第 {line} 行")
