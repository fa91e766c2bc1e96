FLASK_APP=web.main:make_the_app
SHOP_SECRET=unsafe
