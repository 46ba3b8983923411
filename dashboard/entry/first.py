"""The command that makes the first account: said wherever somebody comes before there is one."""

FIRST = "gkc people add 用户名 --name 姓名 --role administrator"
