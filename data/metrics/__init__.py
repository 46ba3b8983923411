"""Figures that other systems hand over (填报指标): 12345, 好差评, 电子监察, 依申请公开 …"""
